/** As much of a file as the mapping page looks at, in bytes; about what fits into one request as base64. */
export const SAMPLE_BYTES = 120_000;
