"""The sheet of components, shown and tested."""
