"""borderviz: from reports about a border to maps that hold up."""
