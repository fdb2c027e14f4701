#!/usr/bin/env python3
"""Writes grafana.json, the dashboard of etl-watch for Grafana; with --rules its expressions as recording rules."""

import json
import sys

PANELS = [
    # title, kind, unit, width, [(expression, legend)]
    ("Ready", "stat", "bool_yes_no", 3, [("min(etlwatch_ready)", "")]),
    ("Snapshot is up to date", "stat", "bool_yes_no", 3, [("1 - max(etlwatch_pending_changes)", "")]),
    ("Age of the snapshot", "stat", "s", 3,
     [("time() - max(etlwatch_snapshot_written_timestamp_seconds)", "")]),
    ("Quarantined files", "stat", "short", 3, [('sum(etlwatch_files{state="quarantined"}) or vector(0)', "")]),
    ("Lost records", "stat", "short", 3, [("sum(etlwatch_records_lost) or vector(0)", "")]),
    ("To be reviewed", "stat", "short", 3, [("sum(etlwatch_review_items)", "")]),
    ("Size of the unified JSON", "stat", "bytes", 3, [("max(etlwatch_snapshot_size_bytes)", "")]),
    ("Resident memory", "stat", "bytes", 3, [("max(process_resident_memory_bytes)", "")]),
    ("Files read", "timeseries", "ops", 12,
     [("sum by (source, result) (rate(etlwatch_files_read_total[5m]))", "{{source}} {{result}}")]),
    ("Bytes read", "timeseries", "Bps", 12,
     [("sum by (source) (rate(etlwatch_read_bytes_total[5m]))", "{{source}}")]),
    ("Events", "timeseries", "ops", 12, [("sum by (kind) (rate(etlwatch_events_total[5m]))", "{{kind}}")]),
    ("Refresh, 50 % and 99 %", "timeseries", "s", 12,
     [("histogram_quantile(0.5, sum by (le) (rate(etlwatch_refresh_duration_seconds_bucket[5m])))", "50 %"),
      ("histogram_quantile(0.99, sum by (le) (rate(etlwatch_refresh_duration_seconds_bucket[5m])))", "99 %")]),
    ("Snapshot, 50 % and 99 %", "timeseries", "s", 12,
     [("histogram_quantile(0.5, sum by (le) (rate(etlwatch_snapshot_duration_seconds_bucket[5m])))", "50 %"),
      ("histogram_quantile(0.99, sum by (le) (rate(etlwatch_snapshot_duration_seconds_bucket[5m])))", "99 %")]),
    ("Snapshots", "timeseries", "ops", 12,
     [("sum by (result) (rate(etlwatch_snapshots_total[5m]))", "{{result}}")]),
    ("Age of the newest data", "timeseries", "s", 12,
     [("time() - max by (source) (etlwatch_newest_data_timestamp_seconds)", "{{source}}")]),
    ("Items", "timeseries", "short", 12,
     [("sum by (section, state) (etlwatch_items)", "{{section}} {{state}}")]),
    ("Drop directories", "timeseries", "short", 12, [("sum by (state) (etlwatch_drops)", "{{state}}")]),
    ("Processor time", "timeseries", "percentunit", 12, [("rate(process_cpu_seconds_total[5m])", "{{instance}}")]),
    ("Free space", "timeseries", "bytes", 12, [("min by (path) (etlwatch_disk_free_bytes)", "{{path}}")]),
]


def dashboard():
    panels, x, y, row = [], 0, 0, 0
    for number, (title, kind, unit, width, expressions) in enumerate(PANELS, 1):
        height = 4 if kind == "stat" else 8
        if x + width > 24:
            x, y = 0, y + row
        row = height
        panels.append({
            "id": number, "title": title, "type": kind, "gridPos": {"x": x, "y": y, "w": width, "h": height},
            "datasource": {"type": "prometheus", "uid": "${datasource}"},
            "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
            "targets": [{"refId": chr(65 + index), "expr": expression, "legendFormat": legend}
                        for index, (expression, legend) in enumerate(expressions)],
        })
        x += width
    return {
        "title": "etl-watch", "uid": "etl-watch", "schemaVersion": 39, "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"}, "tags": ["etl-watch"], "panels": panels,
        "templating": {"list": [{"name": "datasource", "type": "datasource", "query": "prometheus"}]},
    }


def rules():
    expressions = [expression for *_, listed in PANELS for expression, _ in listed]
    return {"groups": [{"name": "panels", "rules": [
        {"record": f"panel:{number}", "expr": expression} for number, expression in enumerate(expressions)]}]}


print(json.dumps(rules() if "--rules" in sys.argv else dashboard(), indent=2))
