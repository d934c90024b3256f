/** The migrated database that every database test file gets a copy of. */
export const TEMPLATE_DATABASE = "memberscope_template";
