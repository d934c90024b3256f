// @ts-check

/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  turbopack: {
    root: import.meta.dirname,
    // The layout gives compiled texts (components/preferences/compiled-messages.ts): no page needs the parser of messages.
    resolveAlias: { "use-intl/format-message": "use-intl/format-message/format-only" },
  },
  images: { unoptimized: true },
  // Types are a step of npm test; a start need not wait for them.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
  experimental: { agentUpgrade: false },
};

export default config;
