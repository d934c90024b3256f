import { testEveryPage } from "./support/test-every-page.ts";

testEveryPage({ name: "desktop light English", width: 1440, theme: "light", locale: "en" });
