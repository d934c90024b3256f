"use client";

import dynamic from "next/dynamic";

/** Policy mode with its engine, fetched only where it is shown: the explorer by filters does not need it. */
export const LazyPolicyPage = dynamic(() => import("./policy-page.tsx").then((module) => module.PolicyPage));
