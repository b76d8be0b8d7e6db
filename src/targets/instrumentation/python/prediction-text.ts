/** The classes of a prediction under way and of its results, in the language of templates. */
export const PREDICTION = `{{#if call}}


class Result({{#if resultFields}}TypedDict, total=False{{else}}TypedDict{{/if}}):
    """What is told of one prediction."""

{{#each resultFields}}
    {{name}}: {{type}}
{{/each}}


class Prediction:
    """A prediction that is under way, or a batch of them; see \`Metrics.prediction\`."""

    __slots__ = (
        "_fallback",
        "_first",
        "_metrics",
        "_more",
        "_reason",
        "_size",
        "_span",
        "_start",
{{#if firstToken}}
        "_first_token",
{{/if}}
{{#if tokens}}
        "_input",
        "_output",
{{/if}}
{{#if version}}
        "_version",
{{/if}}
{{#each segments}}
        "_{{name}}",
{{/each}}
    )

    def __init__(
        self,
        metrics: Metrics,
{{#if version}}
        version: str,
{{/if}}
        size: int,
{{#each segments}}
        {{name}}: str,
{{/each}}
    ) -> None:
        self._metrics = metrics
{{#if version}}
        self._version = version
{{/if}}
        self._size = size
{{#each segments}}
        self._{{name}} = {{name}}
{{/each}}
        self._first: tuple[Any, ...] | None = None
        self._more: list[tuple[Any, ...]] | None = None
        self._reason: str | None = None
        self._fallback = False
        self._span: Any = None
{{#if firstToken}}
        self._first_token: float | None = None
{{/if}}
{{#if tokens}}
        self._input: int | None = None
        self._output: int | None = None
{{/if}}

    def result(
        self,
{{#if resultParameters}}
        *,
{{/if}}
{{#each resultParameters}}
        {{name}}: {{type}} = {{empty}},
{{/each}}
    ) -> None:
        """Tells of one prediction: of a batch, one after the other. Those that are not told of are counted without."""
        result = {{resultTuple}}
        if self._first is None:
            self._first = result
        elif self._more is None:
            self._more = [result]
        else:
            self._more.append(result)

    def failed(self, reason: str) -> None:
        """Counts what is under way as failed, for a reason in few words; for failures that raise nothing."""
        self._reason = reason
{{#if fallback}}

    def fallback(self) -> None:
        """Counts what is under way as answered by the fallback."""
        self._fallback = True
{{/if}}
{{#if firstToken}}

    def first_token(self) -> None:
        """Marks the moment at which the first token of the answer is there; later calls change nothing."""
        if self._first_token is None:
            self._first_token = time.perf_counter()
{{/if}}
{{#if tokens}}

    def tokens(self, input: int | None = None, output: int | None = None) -> None:
        """Tells how many tokens the request and the answer have."""
        self._input = self._input if input is None else input
        self._output = self._output if output is None else output
{{/if}}

    def __enter__(self) -> Prediction:
        if _trace is not None:
            self._span = _start_span({{spanName}}, {{attributes}})
        self._start = time.perf_counter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        seconds = time.perf_counter() - self._start
        # Whoever ends the process ends no prediction.
        is_ended = error is not None and isinstance(error, (KeyboardInterrupt, SystemExit))
        try:
            if error is not None and not is_ended:
                self._reason = reason_of(error)
            if not is_ended:
                self._record(seconds, None if self._span is None else _exemplar_of(self._span[0]))
        except Exception:
            _complain()
        if self._span is not None:
{{#if tokens}}
            if self._input is not None:
                self._span[0].set_attribute("gen_ai.usage.input_tokens", self._input)
            if self._output is not None:
                self._span[0].set_attribute("gen_ai.usage.output_tokens", self._output)
{{/if}}
            _end_span(self._span, self._reason, error)

    async def __aenter__(self) -> Prediction:
        return self.__enter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.__exit__(kind, error, traceback)

    def _record(self, seconds: float, exemplar: dict[str, str] | None) -> None:
        metrics = self._metrics
        reason = self._reason
        if reason is not None:
{{#if hasTimeout}}
            if reason == TIMEOUT:
{{#each timeout}}
                {{code}}
{{/each}}
                return
{{/if}}
{{#each error}}
            {{code}}
{{/each}}
            return
{{#if fallback}}
        if self._fallback:
{{#each fallbackDurations}}
            {{code}}
{{/each}}
        else:
{{#each successDurations}}
            {{code}}
{{else}}
            pass
{{/each}}
{{else}}
{{#each successDurations}}
        {{code}}
{{/each}}
{{/if}}
{{#each answerLines}}
        {{code}}
{{/each}}
        told = 0
        if self._first is not None:
            told = 1
            self._count(self._first, 1)
            if self._more is not None:
                told += len(self._more)
                for result in self._more:
                    self._count(result, 1)
        if told < self._size:
            self._count({{resultNames}}, self._size - told)

    def _count(self, result: tuple[Any, ...], amount: int) -> None:
        metrics = self._metrics
{{#if fallback}}
        if self._fallback:
{{#each fallbackCounts}}
            {{code}}
{{/each}}
        else:
{{#each successCounts}}
            {{code}}
{{else}}
            pass
{{/each}}
{{else}}
{{#each successCounts}}
        {{code}}
{{/each}}
{{/if}}
{{#each resultLines}}
        {{code}}
{{/each}}
{{/if}}
`;
