import { config } from "zod/v4/core";

/**
 * Zod tries `new Function` when the first object schema is made, to see whether it may compile schemas. Our pages forbid it, and a
 * browser reports each try. This file runs before all other code of a page; the server goes on compiling.
 */
config({ jitless: true });
