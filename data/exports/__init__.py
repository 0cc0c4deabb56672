"""Files that leave the product: reports, workbooks, tables, maps, and a package of everything."""
