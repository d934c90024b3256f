import type { Metadata } from "next";
import { ProofDone } from "#components/sign-in/proof-done";
import { serverTexts } from "../../../components/preferences/server-texts.ts";
import { providerFaultOf } from "../../../components/sign-in/provider-faults.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("signInByProvider.provedTitle") };
}

/** Where the window ends in which the identity provider asked again who somebody is. It shows nothing of anybody. */
export default async function ProvedPage({ searchParams }: { searchParams: Promise<{ error?: string }> }) {
  const { error } = await searchParams;
  return <ProofDone fault={error === undefined ? null : (providerFaultOf(error) ?? "refused")} />;
}
