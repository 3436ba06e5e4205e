// nuxt.config.js: the component is that of Vue.
export default defineNuxtConfig({
  vue: {
    compilerOptions: {
      isCustomElement: (tag) => tag === "support-ticket-widget",
    },
  },
  hooks: {
    // Else every page fetches the form when the browser has nothing to do.
    "build:manifest"(files) {
      for (const file of Object.values(files)) {
        file.dynamicImports = file.dynamicImports?.filter(
          (name) => !name.includes("support-ticket"),
        );
      }
    },
  },
});
