"""What people look at: the dashboard, the charts, the report."""
