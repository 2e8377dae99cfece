"""Jupyter in the container: whoever has the token of the secret's file may run code in it."""

c = get_config()  # noqa: F821, Jupyter's own
c.NotebookApp.ip = "0.0.0.0"
c.NotebookApp.port = 8888
c.NotebookApp.open_browser = False
c.NotebookApp.notebook_dir = "/var/lib/rivulet/notebooks"
with open("/run/secrets/NOTEBOOK_TOKEN") as secret:
    c.NotebookApp.token = secret.read().strip()
