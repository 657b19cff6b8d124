"""What commands share: options, the terminal, progress, tables, findings shown."""
