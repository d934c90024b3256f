import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { DatabaseAway } from "#components/frame/database-away";
import { Mark } from "#components/shell/mark";
import { BarePreferences } from "#components/sign-in/bare-preferences";
import { ProviderButton } from "#components/sign-in/provider-button";
import { SignInForm } from "#components/sign-in/sign-in-form";
import { readEnv } from "#server/env";
import { providerOf } from "#server/staff/provider/provider";
import { actorsAreAway, currentActor } from "#server/trpc/current-actor";
import { demoAccounts } from "#server/trpc/demo-accounts";
import { pathOnThisSite } from "#server/trpc/request/path-on-this-site";
import { serverTexts } from "../../components/preferences/server-texts.ts";
import { providerFaultOf } from "../../components/sign-in/provider-faults.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t("signIn.title") };
}

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { error, next, ended, wait } = await searchParams;
  const wanted = (typeof next === "string" && pathOnThisSite(next)) || undefined;
  const awayId = await actorsAreAway();
  if (awayId !== null) return <DatabaseAway requestId={awayId} />;
  if ((await currentActor()) !== null) redirect(wanted ?? "/");
  const t = await serverTexts();
  const provider = providerOf(readEnv("web"));
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex justify-end p-2">
        <BarePreferences />
      </header>
      <main className="mx-auto grid w-full max-w-sm flex-1 content-start gap-6 px-4 pt-[8dvh] pb-10">
        <div>
          <Mark />
          <h1 className="mt-3 text-title font-semibold tracking-[-0.01em]">{t("signIn.heading")}</h1>
          <p className="mt-1 text-ink-soft">{t("signIn.notice")}</p>
          {ended !== undefined && (
            <p role="status" className="mt-4 rounded-md bg-missed-soft px-3 py-2 text-missed">
              {t("signIn.ended")}
            </p>
          )}
        </div>
        {provider !== null && <ProviderButton name={provider.name} fault={providerFaultOf(error)} next={wanted} />}
        <SignInForm
          failed={providerFaultOf(error) === null ? faultOf(error) : null}
          waitSeconds={Number(wait) || 60}
          next={wanted}
          accounts={demoAccounts()}
        />
      </main>
    </div>
  );
}

function faultOf(error: string | string[] | undefined): "failed" | "busy" | "slow" | null {
  if (error === undefined) return null;
  return error === "busy" || error === "slow" ? error : "failed";
}
