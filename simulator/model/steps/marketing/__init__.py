"""Steps of marketing: campaigns, mails, material, outbound, qualification, surveys."""
