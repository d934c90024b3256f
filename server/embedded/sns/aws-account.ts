/** The account and region in every ARN of the embedded servers; fauxqs fixes both. */
export const ACCOUNT = "000000000000";
export const REGION = "us-east-1";
