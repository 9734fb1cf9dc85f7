// The rules are few and spelled out: what would break the page's promises, and what hides mistakes.

const browser = [
  "document", "window", "getComputedStyle", "matchMedia", "requestAnimationFrame", "cancelAnimationFrame",
  "AbortController", "URLSearchParams",
  "DecompressionStream", "ResizeObserver", "Blob", "Response", "TextDecoder", "HTMLElement", "URL", "atob", "L",
];
const node = ["Buffer", "URL"];

/** @param {string[]} names */
const globals = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]));

const rules = {
  "constructor-super": "error",
  "eqeqeq": "error",
  "no-const-assign": "error",
  "no-dupe-args": "error",
  "no-dupe-else-if": "error",
  "no-dupe-keys": "error",
  "no-empty": "error",
  "no-eval": "error",
  "no-fallthrough": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-redeclare": "error",
  "no-self-assign": "error",
  "no-shadow": "error",
  "no-undef": "error",
  "no-unreachable": "error",
  "no-unused-vars": "error",
  "no-use-before-define": ["error", { functions: false }],
  "no-var": "error",
  "prefer-const": "error",
  "no-restricted-properties": [
    "error",
    ...["innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc"].map((property) => ({
      property,
      message: "Text reaches the page through textContent.",
    })),
    { object: "document", property: "write", message: "Build elements instead." },
  ],
};

export default [
  {
    files: ["borderviz/page/viewer/src/**/*.js", "borderviz/review/viewer/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals(browser) },
    rules,
  },
  {
    files: ["tests/js/**/*.js", "eslint.config.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals(node) },
    rules,
  },
];
