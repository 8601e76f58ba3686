/** The arrows between the rooms: sources know nobody, dashboards know the edition format and nothing else. */
module.exports = {
  forbidden: [
    {
      name: 'sources-know-nobody',
      comment: 'The door must be usable without the pipeline or the dashboards.',
      severity: 'error',
      from: { path: '^sources/' },
      to: { path: '^(pipeline|dashboards)/' },
    },
    {
      name: 'pipeline-knows-no-dashboards',
      comment: 'Only the phase that builds the site calls the dashboards.',
      severity: 'error',
      from: { path: '^pipeline/', pathNot: '^pipeline/run/site\\.ts$' },
      to: { path: '^dashboards/' },
    },
    {
      name: 'site-phase-knows-one-door',
      severity: 'error',
      from: { path: '^pipeline/run/site\\.ts$' },
      to: { path: '^dashboards/', pathNot: '^dashboards/build\\.ts$' },
    },
    {
      name: 'dashboards-know-the-edition-only',
      comment:
        'A site is made from an edition and nothing else; its build is started as every child process is.',
      severity: 'error',
      from: { path: '^dashboards/' },
      to: {
        path: '^(pipeline|sources)/',
        pathNot:
          '^(pipeline/edition/[a-z-]*format|pipeline/(spreadsheet|tagged-pdf)|sources/error)\\.ts$|^pipeline/(program\\.js|interruption\\.ts)$',
      },
    },
    {
      name: 'guard-knows-the-solver-and-nothing-else',
      comment:
        'The guard that decides has its own equations: it knows published bytes, the policy and the sources.',
      severity: 'error',
      from: { path: '^pipeline/guard/' },
      to: { path: '^(pipeline|dashboards)/', pathNot: '^pipeline/(guard|solver)/' },
    },
    {
      name: 'solver-knows-nobody',
      severity: 'error',
      from: { path: '^pipeline/solver/' },
      to: { path: '^(sources|pipeline|dashboards)/', pathNot: '^pipeline/solver/' },
    },
    {
      name: 'warehouse-and-edition-come-before-publication',
      severity: 'error',
      from: { path: '^pipeline/(warehouse|snapshot|edition)/' },
      to: {
        path: '^pipeline/(panel|disclosure|guard|shelf|run|cli|keep)/',
        pathNot: '^pipeline/disclosure/policy\\.ts$',
      },
    },
    {
      name: 'program-knows-no-tests',
      severity: 'error',
      from: { path: '^(sources|pipeline|dashboards)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-tools-in-the-program',
      comment: 'What the program imports must be a dependency, not a tool of its development.',
      severity: 'error',
      from: { path: '^(sources|pipeline|dashboards)/', pathNot: '^pipeline/bootstrap\\.mjs$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.observablehq|fixtures)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
