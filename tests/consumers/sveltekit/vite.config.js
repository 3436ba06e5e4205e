// What SvelteKit's own `sv create` writes.
import { sveltekit } from "@sveltejs/kit/vite";

export default { plugins: [sveltekit()] };
