import { type Command, Option } from 'commander';
import { collect, findingOptions, withFindingOptions } from './options.ts';

/** Adds `modelwatch route …`. */
export function addRouteCommands(program: Command, exit: (code: number) => void): void {
  const route = program.command('route').description('follow alerts through the routes to people');

  route
    .command('explain')
    .argument('[project]')
    .description('tell who hears of which alert at a moment, level by level, and why not')
    .option('--env <name>', 'only this environment (repeatable)', collect, [])
    .option('--at <moment>', '"sun 03:00", or a date and time; now by default')
    .option('--timezone <zone>', "whose clock is meant; each team's own by default")
    .option('--alert <name>', 'only this alert, or the alerts of this object')
    .option('--model <name>', 'only alerts about this model')
    .option('--all', 'every distinct hour of the week instead of one moment', false)
    .addOption(
      new Option('--format <format>', 'how it is printed').choices(['pretty', 'json']).default('pretty'),
    )
    .action(async (project: string | undefined, options: Record<string, unknown>) => {
      const given = (name: string) => (typeof options[name] === 'string' ? { [name]: options[name] } : {});
      exit(
        (await import('./route-explain.ts')).routeExplain(project, {
          ...findingOptions({ output: [], failOn: 'error', ...options }),
          env: options['env'] as string[],
          all: options['all'] === true,
          clock: Date.now(),
          ...given('at'),
          ...given('timezone'),
          ...given('alert'),
          ...given('model'),
        }),
      );
    });

  withFindingOptions(
    route
      .command('prove')
      .argument('[project]')
      .description('prove that every alert reaches a human whenever it should, or show when it does not')
      .option('--env <name>', 'only this environment (repeatable)', collect, [])
      .option('--config <file>', 'an Alertmanager configuration to judge instead of the rendered one'),
  ).action(async (project: string | undefined, options: Record<string, unknown>) =>
    exit(
      (await import('./route-prove.ts')).routeProve(project, {
        ...findingOptions(options),
        env: options['env'] as string[],
        ...(typeof options['config'] === 'string' && { config: options['config'] }),
      }),
    ),
  );
}
