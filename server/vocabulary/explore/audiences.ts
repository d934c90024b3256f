/** Who finds a saved view in their list: whoever saved it, or everybody who may search. */
export const audienceNames = ["private", "team"] as const;
export type Audience = (typeof audienceNames)[number];

export const LONGEST_VIEW_NAME = 80;
