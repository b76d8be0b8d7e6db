/** The class that has all metrics, in the language of templates. */
export const METRICS = `

class Metrics:
    """The metrics of {{model}} in a registry. To be made once; made again, it records into the same metrics."""

    def __init__(self, registry: CollectorRegistry = REGISTRY) -> None:
{{#each families}}
        self.{{attribute}}: _Family[{{type}}] = {{code}}
{{/each}}
{{#if call}}

    def prediction(
        self,
{{#if version}}
        version: str,
{{/if}}
        *,
        size: int = 1,
{{#each segments}}
        {{name}}: str | None = None,
{{/each}}
    ) -> Prediction:
        """A context for one prediction, or for a batch of \`size\`, with \`with\` and \`async with\`.

        It takes the time, and counts a failure by its reason when an exception leaves it. \`result\` tells what was predicted.
        """
        return Prediction(
            self,
{{#if version}}
            version,
{{/if}}
            size,
{{#each segments}}
            _text({{name}}),
{{/each}}
        )

    def monitor(
        self,
{{#if version}}
        version: str,
{{/if}}
        *,
        describe: Callable[[Any], Result | Iterable[Result] | None] | None = None,
        size: int | Callable[..., int] = 1,
{{#each segments}}
        {{name}}: str | None = None,
{{/each}}
    ) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
        """A decorator for a function, or a coroutine function, that predicts.

        \`describe\` makes of what it returns what is told: one result, or for a batch one for each of its predictions. \`size\` is
        the number of predictions of a call, or a function of its arguments: so many are counted when it raises.
        Raises TypeError for generators, whose work is not done when they return: use \`prediction\` within them.
        """

        def begin(*args: Any, **kwargs: Any) -> Prediction:
            try:
                count = size(*args, **kwargs) if callable(size) else size
            except Exception:
                _complain()
                count = 1
            return self.prediction(
{{#if version}}
                version,
{{/if}}
                size=count,
{{#each segments}}
                {{name}}={{name}},
{{/each}}
            )

        def tell(prediction: Prediction, returned: Any) -> None:
            if describe is None:
                return
            try:
                told = describe(returned)
                if told is not None:
                    for result in [cast(Result, told)] if isinstance(told, dict) else told:
                        prediction.result(**result)
            except Exception:
                _complain()

        def decorate(function: Callable[_P, _R]) -> Callable[_P, _R]:
            if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
                raise TypeError(f"{function.__name__} is a generator: use Metrics.prediction within it")
            if inspect.iscoroutinefunction(function):

                @functools.wraps(function)
                async def monitored_async(*args: _P.args, **kwargs: _P.kwargs) -> Any:
                    with begin(*args, **kwargs) as prediction:
                        returned = await function(*args, **kwargs)
                        tell(prediction, returned)
                        return returned

                return cast(Callable[_P, _R], monitored_async)

            @functools.wraps(function)
            def monitored(*args: _P.args, **kwargs: _P.kwargs) -> _R:
                with begin(*args, **kwargs) as prediction:
                    returned = function(*args, **kwargs)
                    tell(prediction, returned)
                    return returned

            return monitored

        return decorate
{{/if}}
{{#if run}}

    def run(self) -> Run:
        """A context for one run. What it sets, it sets when the run comes to its end; a run that raises changes nothing."""
        return Run(self)
{{/if}}
{{#each functions}}

    def {{name}}({{parameters}}) -> None:
        """{{documentation}}"""
        try:
            {{code}}
        except Exception:
            _complain()
{{/each}}
`;
