import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import type { ReactNode } from "react";
import { PreferencesProvider } from "#components/preferences/preferences-provider";
import { CallsProvider } from "#components/trpc";
import { messagesOf } from "../components/preferences/messages.ts";
import { requestPreferences } from "../components/preferences/request-preferences.ts";
import "@fontsource-variable/noto-sans-kr/wght.css";
import "./globals.css";

const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  variable: "--font-inter",
  weight: "100 900",
  display: "swap",
});

export const metadata: Metadata = { title: { default: "Memberscope", template: "%s · Memberscope" } };

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const preferences = await requestPreferences();
  return (
    <html lang={preferences.locale} data-theme={preferences.theme} className={inter.variable}>
      <body>
        <PreferencesProvider
          preferences={preferences}
          messages={messagesOf[preferences.locale]}
          now={new Date().toISOString()}
        >
          <CallsProvider>{children}</CallsProvider>
        </PreferencesProvider>
      </body>
    </html>
  );
}
