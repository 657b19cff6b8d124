"""What a run starts from: market, programme, personas; reading, checking, sending scenarios."""
