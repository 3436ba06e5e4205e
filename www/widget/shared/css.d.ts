// A stylesheet that a script imports is its text, which the build minifies.
declare module "*.css" {
  const css: string;
  export default css;
}

// So is a table, without its comments.
declare module "*.txt" {
  const table: string;
  export default table;
}
