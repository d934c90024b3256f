"use client";

import dynamic from "next/dynamic";
import { PageLoading } from "#components/frame/page-loading";

/** The dossier, fetched when a drawer is first opened. */
export const LazyDossier = dynamic(() => import("./dossier.tsx").then((module) => module.Dossier), {
  ssr: false,
  loading: PageLoading,
});
