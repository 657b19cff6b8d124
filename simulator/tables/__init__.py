"""The one reader of tables that people bring: leads, paths, points and sweep tables, whatever program wrote them."""
