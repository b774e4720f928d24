// The rules of ARCHITECTURE.md that a machine checks. core/test/architecture plants a violation of every one of them,
// so a rule that has stopped reading anything is found out. Severity is always error.

/** The slices know each other by their index.ts only. */
const SLICES = '(tenants|users|tasks|customers|scheduling|calls|billing|integrations|webhooks)'

/** An npm package, or its types, wherever node_modules is. */
const npm = (...names) => `node_modules/(@types/)?(${names.join('|')})/`

/** Tests are named by what they need; only those with a database may speak SQL themselves. */
const DB_TEST = '\\.(db|e2e)\\.test\\.ts$'

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    rule(
      'no-cycles',
      'A cycle means that neither side can be understood, tested or replaced alone. Type imports count.',
      {},
      { circular: true },
    ),
    rule(
      'nothing-unresolved',
      'An import that cannot be resolved is one that no other rule has seen.',
      {},
      { couldNotResolve: true },
    ),
    rule(
      'only-declared-packages',
      'What package.json does not name may be gone after the next install.',
      { path: '^(core|scripts|bench)/', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    rule(
      'plugins-import-only-the-sdk',
      'A plugin knows one sentence of the hub.',
      { path: '^plugins/' },
      { path: '^(core|scripts|admin|bench)/', pathNot: '^core/sdk/' },
    ),
    rule(
      'plugins-import-the-sdk-by-name',
      'A path into this repository works for no plugin outside it.',
      { path: '^plugins/' },
      { path: '^core/sdk/', dependencyTypes: ['local'] },
    ),
    rule(
      'plugins-import-only-their-own-client',
      'Besides the SDK a plugin has the packages of its own package.json; its tests have the test runner.',
      { path: '^plugins/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: npm('@jest/globals', 'fast-check') },
    ),
    rule(
      'plugins-open-no-sockets',
      'Time limits, breakers and the outbound guard are in ctx.fetch; a socket of its own has none of them.',
      { path: '^plugins/', pathNot: '\\.test\\.ts$' },
      {
        dependencyTypes: ['core'],
        path: '^(node:)?(http|https|http2|net|tls|dgram|child_process|cluster|worker_threads|vm)$',
      },
    ),
    rule(
      'plugins-never-import-each-other',
      'Any plugin can be taken away without another noticing.',
      { path: '^plugins/([^/]+)/' },
      { path: '^plugins/', pathNot: '^plugins/$1/' },
    ),
    rule(
      'core-imports-no-plugin',
      'A new provider changes no line of core.',
      { path: '^core/' },
      { path: '^plugins/' },
    ),
    rule(
      'sdk-imports-nothing-from-core',
      'The SDK is published on its own.',
      { path: '^core/sdk/' },
      { path: '^(core|plugins|sandbox|scripts|admin|bench)/', pathNot: '^core/sdk/' },
    ),
    rule(
      'platform-knows-no-slice',
      'The platform has no business words.',
      { path: '^core/platform/' },
      { path: `^core/(${SLICES}|app)/|^core/main\\.ts$` },
    ),
    rule(
      'slices-meet-at-index',
      'A slice’s index.ts lists what the others may use.',
      { path: `^core/${SLICES}/` },
      { path: `^core/${SLICES}/`, pathNot: [`^core/$1/`, `^core/${SLICES}/index\\.ts$`] },
    ),
    rule(
      'only-app-knows-app',
      'core/app builds the program out of the slices; nothing below it may lean on it.',
      { path: '^core/', pathNot: '^core/(app|test)/|^core/main\\.ts$|\\.e2e\\.test\\.ts$' },
      { path: '^core/app/|^core/main\\.ts$' },
    ),
    rule(
      'container-only-where-it-is-built',
      'Everything else gets what it uses through its constructor.',
      { pathNot: '(^|/)register\\.ts$|^core/app/' },
      { path: npm('tsyringe', 'reflect-metadata') },
    ),
    rule(
      'sql-only-in-repositories',
      'All SQL is where tenant walls, time limits and transactions are.',
      {
        pathNot: [
          '-repository\\.ts$',
          '^core/platform/(db|jobs|events|testing)/',
          '^core/migrations/',
          // What the hub is measured against, past all its walls.
          '^bench/yardsticks/',
          '^bench/(ground/(empty-jobs|busy-blocks)|report/machine)\\.ts$',
          DB_TEST,
        ],
      },
      { path: npm('knex', 'pg') },
    ),
    rule(
      'koa-only-at-the-edge',
      'A use case must not know that it was called over HTTP.',
      { pathNot: '-routes\\.ts$|^core/platform/http/|^core/app/|^bench/yardsticks/' },
      { path: npm('koa', '@koa/router', 'koa__router') },
    ),
    rule(
      'sandbox-imports-nothing-from-core',
      'The stand-ins for the providers must not share the hub’s mistakes.',
      { path: '^sandbox/' },
      { path: '^(core|plugins|scripts|admin|bench)/' },
    ),
    rule(
      'sandbox-only-for-demo-and-tests',
      'A hub at work talks to real providers.',
      { path: '^(core|plugins)/', pathNot: '^core/app/demo|\\.test\\.ts$' },
      { path: '^sandbox/' },
    ),
    rule(
      'nothing-leans-on-the-bench',
      'It measures the program from outside and is no part of it.',
      { path: '^(core|plugins|sandbox|scripts)/' },
      { path: '^bench/' },
    ),
    rule(
      'nothing-leans-on-the-drill',
      'The drill breaks hubs on purpose; no part of one may know it.',
      { path: '^(core|plugins|sandbox|scripts|admin)/' },
      { path: '^drill/' },
    ),
    rule(
      'admin-imports-nothing-from-core',
      'The admin pages are a client of the HTTP API like any other; only what tests them starts a hub.',
      { path: '^admin/', pathNot: '^admin/e2e/' },
      { path: '^(core|plugins|sandbox|scripts|bench)/' },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)planted/|^admin/dist' },
    combinedDependencies: false,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
}
