import { Command, Option } from 'commander';
import { collectDiffOutput, diffFormatOption, diffOptions } from './commands/diff-options.ts';
import { addDriftCommands } from './commands/drift-cli.ts';
import { setEngineFlags } from './commands/engine-flags.ts';
import { tellOfLostOutput } from './commands/lost-output.ts';
import {
  collect,
  findingOptions,
  out,
  parseShare,
  withFindingOptions,
  withStrictTargets,
} from './commands/options.ts';
import { previewOptions, withPreviewOptions } from './commands/preview-options.ts';
import { addRouteCommands } from './commands/route-cli.ts';
import { VERSION } from './commands/version.ts';
import type { MatrixFormat } from './targets/print-matrix.ts';

setEngineFlags();

// Commands are loaded when they run, so that `--help` starts quickly.

const program = new Command('modelwatch')
  .description(
    'Monitoring as code for machine-learning systems: YAML specs in, Prometheus rules, Alertmanager routes and runbooks out.',
  )
  .version(VERSION)
  .showHelpAfterError('(modelwatch --help tells the commands)')
  // Before the commands are added: they inherit it. commander ends help and version with 0 and every wrong call with 1; ours is 2.
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .addHelpText(
    'after',
    '\nPROJECT is a folder or its modelwatch.yaml; without it the nearest one upwards.\nExit codes: 0 clean, 1 findings, 2 invalid specs or usage, 3 changes (diff --exit-code), 4 a program is missing or failed, 5 a server cannot be reached.',
  );

program
  .command('init')
  .argument('[folder]', 'where to; the current folder by default')
  .description('write a small project that compiles')
  .action(async (folder?: string) => exit((await import('./commands/init.ts')).init(folder)));

withFindingOptions(
  withStrictTargets(
    program
      .command('validate')
      .argument('[project]', 'a project, or one spec file of it')
      .description('check the specs; write nothing'),
  ),
).action(async (project: string | undefined, options: Record<string, unknown>) =>
  exit(
    (await import('./commands/validate.ts')).validate(project, {
      ...findingOptions(options),
      strictTargets: options['strictTargets'] === true,
    }),
  ),
);

withFindingOptions(
  program
    .command('lint')
    .argument('[project]')
    .description('tell what compiles and is probably not what was meant')
    .option('--explain <id>', 'what a rule or finding means, with examples and what it finds in the project')
    .option('--list', 'list all rules with their levels', false),
).action(async (project: string | undefined, options: Record<string, unknown>) =>
  exit(
    (await import('./commands/lint.ts')).lint(project, {
      ...findingOptions(options),
      list: options['list'] === true,
      ...(typeof options['explain'] === 'string' && { explain: options['explain'] }),
    }),
  ),
);

withFindingOptions(
  withStrictTargets(
    program
      .command('compile')
      .argument('[project]')
      .description('render the specs into generated/, all or nothing')
      .option('--env <name>', 'only this environment (repeatable)', collect, [])
      .option('--target <name>', 'only this target (repeatable)', collect, [])
      .option('--out <folder>', "output folder instead of the project's")
      .option('--check', 'write nothing; fail when the output on disk is not what the specs render', false),
  ),
).action(async (project: string | undefined, options: Record<string, unknown>) =>
  exit(
    (await import('./commands/compile.ts')).compileCommand(project, {
      ...findingOptions(options),
      env: options['env'] as string[],
      target: options['target'] as string[],
      check: options['check'] === true,
      strictTargets: options['strictTargets'] === true,
      ...out(options),
    }),
  ),
);

const checkCommand = withFindingOptions(
  withStrictTargets(
    program
      .command('check')
      .argument('[project]')
      .description('have promtool and amtool read the output')
      .option('--env <name>', 'only this environment (repeatable)', collect, [])
      .option('--out <folder>', "output folder instead of the project's"),
  ),
).action(async (project: string | undefined, options: Record<string, unknown>) =>
  exit(
    (await import('./commands/check.ts')).check(project, {
      ...findingOptions(options),
      env: options['env'] as string[],
      strictTargets: options['strictTargets'] === true,
      ...out(options),
    }),
  ),
);

withFindingOptions(
  checkCommand
    .command('metrics')
    .argument('[project]')
    .description('compare the metrics that the specs read with those that are there')
    .option('--prometheus <url>', 'a Prometheus that scrapes them')
    .option(
      '--openmetrics <file>',
      "what a service answers to a scrape (OpenMetrics or Prometheus' text); - is stdin",
    )
    .option('--token-file <file>', 'a file with the token that the Prometheus wants')
    .option('--token-env <name>', 'the environment variable with that token')
    .option('--model <name>', 'only metrics of this model (repeatable)', collect, [])
    .option('--env <name>', 'only this environment (repeatable)', collect, []),
).action(async (project: string | undefined, _own: unknown, command: Command) => {
  // What both commands know is read by the outer one, wherever it stands.
  const options: Record<string, unknown> = command.optsWithGlobals();
  const given = (name: string) => (typeof options[name] === 'string' ? { [name]: options[name] } : {});
  exit(
    await (await import('./commands/check-metrics.ts')).checkMetrics(project, {
      ...findingOptions(options),
      env: options['env'] as string[],
      model: options['model'] as string[],
      nowSeconds: Date.now() / 1000,
      ...given('prometheus'),
      ...given('openmetrics'),
      ...given('tokenFile'),
      ...given('tokenEnv'),
    }),
  );
});

withFindingOptions(
  program
    .command('show')
    .argument('[project]')
    .description('print the specs after defaults and overlays, or the monitoring plan')
    .option('--normalized', 'the complete specs, with where each value came from (default)', false)
    .option('--plan', 'the monitoring plan as JSON', false)
    .option('--env <name>', 'only this environment (repeatable)', collect, [])
    .option('--object <kind/name>', 'only this object of the normalized form'),
).action(async (project: string | undefined, options: Record<string, unknown>) =>
  exit(
    (await import('./commands/show.ts')).show(project, {
      ...findingOptions(options),
      env: options['env'] as string[],
      what: options['plan'] === true ? 'plan' : 'normalized',
      ...(typeof options['object'] === 'string' && { object: options['object'] }),
    }),
  ),
);

program
  .command('diff')
  .argument('[base]', 'folder or Git revision, or base..head; where the work parted from main by default')
  .argument('[head]', 'folder or Git revision; the working tree by default')
  .description('tell what changes its meaning between two states of the specs')
  .option('--project <folder>', 'folder of the project; the nearest upwards by default')
  .option('--env <name>', 'only this environment (repeatable)', collect, [])
  .addOption(diffFormatOption())
  .option('--output <format=path>', 'also write the changes to a file (repeatable)', collectDiffOutput, [])
  .option(
    '--fail-on <class[:tier=N]>',
    'changes that make it fail, such as loosened:tier=1 (repeatable)',
    collect,
    [],
  )
  .option('--exit-code', 'end with 3 when there are changes', false)
  .action(async (base: string | undefined, head: string | undefined, options: Record<string, unknown>) =>
    exit(
      (await import('./commands/diff.ts')).diff(
        [base, head].filter((each) => each !== undefined),
        diffOptions(options),
      ),
    ),
  );

addRouteCommands(program, exit);

withFindingOptions(
  program
    .command('test')
    .argument('[project]')
    .description('run AlertTests, and tests made of the specs, on the rendered rules and routes')
    .option('--env <name>', 'only this environment (repeatable)', collect, [])
    .option('--only <glob>', 'only AlertTests, alerts or objects of this name (repeatable)', collect, [])
    .addOption(
      new Option(
        '--against <files>',
        'what is tested; the files on disk where there are any, by default',
      ).choices(['generated', 'specs']),
    )
    .addOption(
      new Option('--generated <tests>', 'how much to test alerts that no AlertTest expects')
        .choices(['none', 'some', 'all'])
        .default('some'),
    )
    .option('--coverage', 'list what has seen each alert fire', false)
    .option(
      '--min <share>',
      'fail when a smaller share of the alerts was seen firing: 95% or 0.95',
      parseShare,
    )
    .option('--junit <file>', 'also write the results to a file, as JUnit XML')
    .option('--out <folder>', "output folder instead of the project's"),
  ['junit'],
).action(async (project: string | undefined, options: Record<string, unknown>) =>
  exit(
    await (await import('./commands/test.ts')).testCommand(project, {
      // What is told before there are results is for people.
      ...findingOptions(options['format'] === 'junit' ? { ...options, format: 'pretty' } : options),
      env: options['env'] as string[],
      only: options['only'] as string[],
      generated: options['generated'] as 'none' | 'some' | 'all',
      asJunit: options['format'] === 'junit',
      coverage: options['coverage'] === true,
      ...(typeof options['against'] === 'string' && { against: options['against'] as 'generated' | 'specs' }),
      ...(typeof options['min'] === 'number' && { min: options['min'] }),
      ...(typeof options['junit'] === 'string' && { junit: options['junit'] }),
      ...out(options),
    }),
  ),
);

withFindingOptions(
  withPreviewOptions(
    program
      .command('preview')
      .argument('[project]')
      .description('draw the dashboards: one offline page from a recording, live, or as pictures'),
  ),
).action(async (project: string | undefined, options: Record<string, unknown>) =>
  exit(
    await (await import('./commands/preview.ts')).preview(
      project,
      previewOptions(options, Math.floor(Date.now() / 1000)),
    ),
  ),
);

program
  .command('targets')
  .description('list what can be rendered, or tell what each target does with everything that specs can ask')
  .option('--matrix', 'what each target does in full, otherwise, or not', false)
  .addOption(
    new Option('--format <format>', 'how it is printed')
      .choices(['text', 'json', 'markdown'])
      .default('text'),
  )
  .action(async (options: Record<string, unknown>) =>
    exit(
      (await import('./commands/targets.ts')).targetsCommand({
        matrix: options['matrix'] === true,
        format: options['format'] as MatrixFormat,
      }),
    ),
  );

program
  .command('schema')
  .description('print the JSON Schema of the spec language, or write all schemas')
  .option('--kind <kind>', 'of one kind instead of all')
  .option('--out <folder>', 'write every schema into a folder')
  .option(
    '--docs <folder>',
    'write the references of the language, of all findings and of targets, as Markdown',
  )
  .option('--check', 'with --out or --docs: write nothing; fail when a folder is not current', false)
  .action(async (options: Record<string, unknown>) =>
    exit(
      (await import('./commands/schema.ts')).schema({
        check: options['check'] === true,
        ...out(options),
        ...(typeof options['docs'] === 'string' && { docs: options['docs'] }),
        ...(typeof options['kind'] === 'string' && { kind: options['kind'] }),
      }),
    ),
  );

addDriftCommands(program, exit);

/** Not process.exit: what is still to be written to a pipe would be lost. */
function exit(code: number): void {
  process.exitCode = code;
}

tellOfLostOutput();

await program.parseAsync();
