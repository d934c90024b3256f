import { testEveryPage } from "./support/test-every-page.ts";

testEveryPage({ name: "narrow dark Korean", width: 390, theme: "dark", locale: "ko" });
