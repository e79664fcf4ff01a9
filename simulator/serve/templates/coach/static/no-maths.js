// The front end sets up a typesetter for formulas on every page, 0.9 MB of it. No page here has formulas: this takes
// its place and does nothing.
window.MathJax = {
  Ajax: {},
  Hub: { Config() {}, Configured() {}, Queue() {}, Register: { StartupHook() {} } },
};
