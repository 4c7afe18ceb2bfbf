"""What Prometheus, Alertmanager and Grafana are told about each tier, made from one table."""
