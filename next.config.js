// @ts-check

/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  turbopack: { root: import.meta.dirname },
  images: { unoptimized: true },
  agentRules: false,
  experimental: { agentUpgrade: false },
};

export default config;
