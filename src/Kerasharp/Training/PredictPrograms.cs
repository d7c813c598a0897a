using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training;

/// <summary>
/// A model's programs for batches of one kind. One reads the weights where they lie, whatever they become. Once the same weights were
/// asked often enough, another has them as constants, which ONNX Runtime lays out beforehand and computes faster with; it goes as soon as any of
/// them may have changed.
/// </summary>
/// <param name="kind">The batches that these are for.</param>
/// <param name="program">The program that reads the weights.</param>
/// <param name="freeze">Makes the other one; null where constants would change more than the last bits.</param>
/// <param name="budget">What constants may take in memory, of this model's programs together.</param>
internal sealed class PredictPrograms(
    BatchKind kind,
    StepProgram program,
    Func<StepProgram?> freeze,
    ConstantsBudget budget
) : IDisposable
{
    /// <summary>
    /// How many batches run before weights are made constants, which takes another session. A service asks far more often; who predicts between
    /// epochs seldom asks the same weights so often, and where constants did not last for as many batches again, twice as many come before the next.
    /// </summary>
    public const int FirstCalls = 32;

    private readonly Lock _gate = new();
    private readonly ProgramPool _reading = new(program);
    private readonly State[] _weights = [.. program.States.Select(s => s.State)];
    private ProgramPool? _frozen;
    private Func<StepProgram?>? _freeze = IsFrozenEver(program) ? freeze : null;
    private readonly long _bytes = program.States.Sum(s => s.State.ElementCount) * sizeof(float);
    private long _version = -1;
    private long _calls;
    private long _needed = FirstCalls;

    /// <summary>The batches that these are for.</summary>
    public BatchKind Kind => kind;

    /// <summary>Whether these have been closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether a run changes states, so that one runs at a time.</summary>
    public bool ChangesStates => _reading.ChangesStates;

    /// <summary>Whether the next run would have the weights as constants.</summary>
    internal bool IsFrozen => _frozen is not null && _version == Version();

    /// <summary>
    /// A run for the caller alone, who holds the model's gate from here until it has run, so that no weight changes; null where these have been
    /// closed meanwhile.
    /// </summary>
    public (ProgramPool Pool, StepRun Run)? Rent()
    {
        lock (_gate)
        {
            var pool = Choose();
            return pool.Rent() is { } run ? (pool, run) : null;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            IsClosed = true;
            _freeze = null;
            Drop();
            _reading.Dispose();
        }
    }

    private static bool IsFrozenEver(StepProgram program) =>
        program.Device.IsCpu
        && !program.ChangesStates
        && program.States.Count > 0
        && program.States.All(s => s.State.Type == ElementType.Float32);

    private ProgramPool Choose()
    {
        if (_freeze is null)
            return _reading;
        long version = Version();
        if (version != _version)
        {
            Thaw();
            (_version, _calls) = (version, 0);
        }
        // The version was read before the weights are: what changes them meanwhile, through another model that shares them, shows.
        if (_calls++ >= _needed && _frozen is null)
            Freeze(_freeze);
        return _frozen ?? _reading;
    }

    private void Freeze(Func<StepProgram?> freeze)
    {
        if (budget.Take(_bytes))
        {
            try
            {
                if (freeze() is { } program)
                {
                    _frozen = new ProgramPool(program);
                    return;
                }
            }
            catch (Exception)
            {
                // Whatever it was, the program that there is gives the same results.
            }
            budget.Give(_bytes);
        }
        _freeze = null;
    }

    /// <summary>Weights that changed before constants paid are given more time next.</summary>
    private void Thaw()
    {
        if (_frozen is null)
            return;
        if (_calls < 2 * _needed)
            _needed *= 2;
        Drop();
    }

    private void Drop()
    {
        if (_frozen is null)
            return;
        _frozen.Dispose();
        _frozen = null;
        budget.Give(_bytes);
    }

    /// <summary>Grows with every change of any weight.</summary>
    private long Version()
    {
        long version = 0;
        foreach (var state in _weights)
            version += state.Version;
        return version;
    }
}
