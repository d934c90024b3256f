"use client";

import dynamic from "next/dynamic";

// What few searches show: whoever opens such a one by its address gets it with the page, else it is fetched when there is something to say.

export const ViewBar = dynamic(() => import("../views/view-bar.tsx").then((module) => module.ViewBar));

export const PartialNote = dynamic(() => import("./partial-note.tsx").then((module) => module.PartialNote));
