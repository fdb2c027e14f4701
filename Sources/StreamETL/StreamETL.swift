// The library's public face: one import brings every room.
@_exported public import ETLAssembling
@_exported public import ETLCalendar
@_exported public import ETLFiles
@_exported public import ETLFormats
@_exported public import ETLHubSpot
@_exported public import ETLIngesting
@_exported public import ETLMatching
@_exported public import ETLModel
@_exported public import ETLPipeline
@_exported public import ETLRendering
@_exported public import ETLSettings
@_exported public import ETLSlack
@_exported public import ETLSnapshot
@_exported public import ETLStore
@_exported public import ETLTelegram
@_exported public import ETLTelemetry
@_exported public import ETLWatching
