"""Rules of marketing: media, mails, campaigns, outbound, qualification, surveys."""
