import type { Role } from "../../vocabulary/roles.ts";

/** How a procedure is asked in a world where all of it is answered. A procedure that shows members has several questions with different answers. */
export type ProcedureExample = { as: Role; asks: readonly [unknown, ...unknown[]] };
