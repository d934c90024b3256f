import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import type { ReactNode } from "react";
import { PreferencesProvider } from "#components/preferences/preferences-provider";
import { CallsProvider } from "#components/trpc";
import { readEnv } from "#server/env";
import { compiledMessagesOf } from "../components/preferences/compiled-messages.ts";
import { requestPreferences } from "../components/preferences/request-preferences.ts";
import { serverTexts } from "../components/preferences/server-texts.ts";
import "@fontsource-variable/noto-sans-kr/wght.css";
import "./globals.css";

const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  variable: "--font-inter",
  weight: "100 900",
  display: "swap",
});

/** What a tab, a home screen and the preview of a shared link show. It says what the product is, and nothing of what it holds. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  const description = t("common.product");
  const { PUBLIC_URL } = readEnv("web");
  const social = { url: "/social.png", width: 1200, height: 630, alt: `Memberscope: ${description}` };
  return {
    title: { default: "Memberscope", template: "%s · Memberscope" },
    description,
    manifest: "/site.webmanifest",
    icons: {
      icon: [
        { url: "/favicon.ico", sizes: "32x32" },
        { url: "/icon.svg", type: "image/svg+xml", sizes: "any" },
      ],
      apple: { url: "/apple-touch-icon.png", sizes: "180x180" },
    },
    robots: { index: false, follow: false },
    // A preview needs the picture's whole address, which only an installation that knows its own can give.
    ...(PUBLIC_URL === undefined
      ? {}
      : { metadataBase: new URL(PUBLIC_URL), openGraph: { siteName: "Memberscope", description, images: [social] } }),
  };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const preferences = await requestPreferences();
  return (
    <html
      lang={preferences.locale}
      data-theme={preferences.theme}
      data-density={preferences.density}
      className={inter.variable}
    >
      <body>
        <PreferencesProvider
          preferences={preferences}
          messages={compiledMessagesOf(preferences.locale)}
          now={new Date().toISOString()}
        >
          <CallsProvider>{children}</CallsProvider>
        </PreferencesProvider>
      </body>
    </html>
  );
}
