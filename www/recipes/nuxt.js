// nuxt.config.js: the component is that of Vue.
export default defineNuxtConfig({
  vue: {
    compilerOptions: {
      isCustomElement: (tag) => tag === "support-ticket-widget",
    },
  },
});
