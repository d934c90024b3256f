/** Rows of a file that one person may take alone. */
export const EVENT_EXPORT_ROWS = 1000;

export const exportFormats = ["csv", "ndjson"] as const;
export type ExportFormat = (typeof exportFormats)[number];
