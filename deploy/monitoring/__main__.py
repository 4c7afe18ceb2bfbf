"""`python -m monitoring`: writes the files that Prometheus, Alertmanager and Grafana read."""

from monitoring.files import write_files

if __name__ == "__main__":
    write_files()
