"""Commune boundaries: approximate ones built here, official ones loaded, and what a browser draws.

``commands`` is what the command line and the data page call, ``web.current_geometry`` what a map
page calls. The approximate polygons are computed from two installed packages on the user's own
machine and stay under ``var/``; nothing located by them is part of the project, because one of
them took its coordinates from a geocoder whose terms restrict handing them on.
"""
