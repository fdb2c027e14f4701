print("etl-watch")
