export { PageLoading as default } from "#components/frame/page-loading";
