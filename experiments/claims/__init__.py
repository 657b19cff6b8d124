"""The claims lab: what people of the trade say about buying and selling, put to the test in the model."""
