using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Training;

/// <summary>
/// One caller's way to run a program: buffers for inputs and outputs, and bindings that know where the states lie. States that take
/// turns between two buffers have a binding for each turn, so that in the long run nothing is bound again. On devices that allow it the next
/// batch is uploaded while the last step runs, into a second set of buffers.
/// </summary>
internal sealed class StepRun : IDisposable
{
    private readonly StepProgram _program;
    private readonly Dictionary<string, Port> _inputs = [];
    private readonly Dictionary<string, Port> _outputs = [];
    private readonly (StepProgram.HostDraw Draw, Port Port)[] _draws;
    private readonly Turn[] _turns;
    private readonly int _places;
    private int _next;
    private int _place;
    private bool _hasRun;
    private Running? _running;

    public StepRun(StepProgram program)
    {
        _program = program;
        foreach (var link in program.States)
            link.State.MoveTo(program.Device);
        _places = program.Device.Features.UploadsAhead ? 2 : 1;
        foreach (var (name, type) in program.Inputs)
            _inputs.Add(name, new Port(program.Device, type, _places));
        _draws = program.Draws.Select(Drawn).ToArray();
        foreach (var (name, type) in program.Outputs)
            _outputs.Add(name, new Port(program.Device, type, 1));
        bool alternates = program.States.Any(s => s.Output is not null && !s.InPlace);
        _turns = new Turn[alternates || _places > 1 ? 2 : 1];
        for (int i = 0; i < _turns.Length; i++)
            _turns[i] = new Turn(program, _inputs, _outputs);
    }

    /// <summary>Where the step's nodes run.</summary>
    public Placement Placement => _program.Placement;

    /// <summary>The host's memory of an input, to be filled before a run.</summary>
    public DeviceTensor Input(string name) => _inputs[name].Host;

    /// <summary>Ends the profile that the step was made with, and writes its file.</summary>
    public string EndProfiling() => _program.Session.EndProfiling();

    /// <summary>Whether the step has an output of that name.</summary>
    public bool HasOutput(string name) => _outputs.ContainsKey(name);

    /// <summary>The host's memory of an output, after <see cref="Run"/>.</summary>
    public DeviceTensor Output(string name)
    {
        var port = _outputs[name];
        port.Download();
        return port.Host;
    }

    /// <summary>Runs the step: reads states and inputs, leaves states and outputs.</summary>
    public void Run(RunOptions? options = null)
    {
        Wait();
        var prepared = Prepare();
        try
        {
            Execute(prepared, options);
        }
        catch
        {
            prepared.Undo();
            throw;
        }
    }

    /// <summary>
    /// Runs the step, or begins to: where the device allows it, this returns once the step before is done and this one runs. What reads
    /// states calls <see cref="Wait"/> first.
    /// </summary>
    /// <param name="within">Runs what it is given, under the locks that a step needs, on whatever thread.</param>
    public void Start(Action<Action> within)
    {
        if (_places == 1)
        {
            within(() => Run());
            return;
        }
        var prepared = Prepare();
        Wait();
        _running = new Running(prepared, Task.Run(() => within(() => Execute(prepared, null))));
    }

    /// <summary>Waits until the step that was begun is done.</summary>
    /// <exception cref="OnnxRuntimeException">The step failed.</exception>
    public void Wait()
    {
        if (_running is not { } running)
            return;
        _running = null;
        try
        {
            running.Task.GetAwaiter().GetResult();
        }
        catch
        {
            running.Prepared.Undo();
            throw;
        }
    }

    /// <summary>Waits for a step that was begun, however it went: for those who give up for another reason.</summary>
    public void Settle()
    {
        try
        {
            Wait();
        }
        catch (Exception error) when (error is OnnxRuntimeException or OperationCanceledException)
        {
            // What ended the run first is told.
        }
    }

    public void Dispose()
    {
        Settle();
        foreach (var turn in _turns)
            turn.Dispose();
        foreach (var port in _inputs.Values.Concat(_outputs.Values))
            port.Dispose();
    }

    /// <summary>Brings inputs and random numbers to the device.</summary>
    private Prepared Prepare()
    {
        int place = _place;
        _place = (_place + 1) % _places;
        var counters = Draw();
        foreach (var port in _inputs.Values)
            port.Upload(place);
        return new Prepared(place, counters);
    }

    private void Execute(Prepared prepared, RunOptions? options)
    {
        var turn = Choose(prepared.Place);
        if (turn.Options is { } recorded)
            options = recorded;
        try
        {
            _program.Guard.Run(_program, () => _program.Session.Run(turn.Binding, options), isFirst: !_hasRun);
        }
        catch
        {
            // Some of them may have been written.
            foreach (var link in _program.States)
                if (link.InPlace)
                    link.State.Touch();
            throw;
        }
        _hasRun = true;
        foreach (var link in _program.States)
        {
            if (link.Output is null)
                continue;
            if (!link.InPlace)
                link.State.Swap();
            link.State.Touch();
        }
    }

    private (StepProgram.HostDraw, Port) Drawn(StepProgram.HostDraw draw)
    {
        var port = new Port(_program.Device, new TensorType(ElementType.Float32, draw.Draw.Shape), _places);
        _inputs.Add(draw.Draw.Input, port);
        return (draw, port);
    }

    /// <summary>Fills the inputs that take random numbers with those of their state's present step, and counts the step on.</summary>
    /// <returns>The states that were counted on, as they were.</returns>
    private List<(State State, long[] Numbers)> Draw()
    {
        var counters = new List<(State, long[])>();
        foreach (var draws in _draws.GroupBy(d => d.Draw.State))
        {
            long[] numbers = draws.Key.Read<long>();
            foreach (var (draw, port) in draws)
                draw.Draw.Fill(port.Host.AsSpan<float>(), numbers);
            if (!draws.First().Draw.Advances)
                continue;
            draws.Key.Write<long>([numbers[0], numbers[1] + 1]);
            counters.Add((draws.Key, numbers));
        }
        return counters;
    }

    /// <summary>The binding whose tensors are the states' present ones; if none is, the one used longest ago is bound again.</summary>
    private Turn Choose(int place)
    {
        for (int i = 0; i < _turns.Length; i++)
        {
            var turn = _turns[(_next + i) % _turns.Length];
            if (!turn.IsCurrent(place))
                continue;
            _next = (_next + i + 1) % _turns.Length;
            return turn;
        }
        var stale = _turns[_next];
        stale.Rebind(place);
        _next = (_next + 1) % _turns.Length;
        return stale;
    }

    /// <summary>What a step was given: where its inputs lie, and the counters before it.</summary>
    private sealed record Prepared(int Place, List<(State State, long[] Numbers)> Counters)
    {
        /// <summary>Sets counters back, for a step that was not done.</summary>
        public void Undo()
        {
            foreach (var (state, numbers) in Counters)
                state.Write<long>(numbers);
        }
    }

    /// <summary>A step that was begun.</summary>
    private sealed record Running(Prepared Prepared, Task Task);

    /// <summary>A binding and the tensors that it has for the states.</summary>
    private sealed class Turn : IDisposable
    {
        private readonly StepProgram _program;
        private readonly DeviceTensor?[] _fronts;
        private readonly DeviceTensor?[] _backs;
        private readonly Dictionary<string, Port> _inputs;
        private int _place = -1;

        public Turn(StepProgram program, Dictionary<string, Port> inputs, Dictionary<string, Port> outputs)
        {
            _program = program;
            _fronts = new DeviceTensor?[program.States.Count];
            _backs = new DeviceTensor?[program.States.Count];
            _inputs = inputs;
            Binding = new Binding(program.Session);
            foreach (var (name, port) in outputs)
                Binding.BindOutput(name, port.Device);
        }

        public Binding Binding { get; }

        /// <summary>What names the recording of these tensors, where runs are recorded.</summary>
        public RunOptions? Options { get; private set; }

        public void Dispose()
        {
            Binding.Dispose();
            Options?.Dispose();
        }

        public bool IsCurrent(int place)
        {
            if (place != _place)
                return false;
            for (int i = 0; i < _fronts.Length; i++)
            {
                var link = _program.States[i];
                if (!ReferenceEquals(_fronts[i], link.State.Front))
                    return false;
                if (link.Output is not null && !link.InPlace && !ReferenceEquals(_backs[i], link.State.Back))
                    return false;
            }
            return true;
        }

        public void Rebind(int place)
        {
            if (place != _place)
                foreach (var (name, port) in _inputs)
                    Binding.BindInput(name, port.At(place));
            _place = place;
            if (_program.IsRecorded)
            {
                // What was recorded reads and writes where the tensors lay.
                Options?.Dispose();
                Options = new RunOptions();
                Options.AddEntry(
                    "gpu_graph_id",
                    _program.NextRecording().ToString(System.Globalization.CultureInfo.InvariantCulture)
                );
            }
            for (int i = 0; i < _fronts.Length; i++)
            {
                var link = _program.States[i];
                link.State.MoveTo(_program.Device);
                var front = link.State.Front;
                if (!ReferenceEquals(_fronts[i], front))
                    Binding.BindInput(link.Input, front);
                _fronts[i] = front;
                if (link.Output is null)
                    continue;
                var target = link.InPlace ? front : link.State.Back;
                if (!ReferenceEquals(_backs[i], target))
                    Binding.BindOutput(link.Output, target);
                _backs[i] = target;
            }
        }
    }

    /// <summary>
    /// An input's or output's memory: the host's, in the type that callers know; and the device's where that is another memory or another
    /// type.
    /// </summary>
    private sealed class Port : IDisposable
    {
        private readonly DeviceTensor _staged;
        private readonly DeviceTensor[] _places;

        /// <param name="device">The device.</param>
        /// <param name="type">The type that callers know.</param>
        /// <param name="places">In how many places it lies there, in turn.</param>
        public Port(Device device, TensorType type, int places)
        {
            long[] dims = type.Shape.ToArray();
            Host = DeviceTensor.Allocate(type.ElementType, dims, zeroed: true);
            var stored = device.Features.Stored(type.ElementType);
            _staged = stored == type.ElementType ? Host : DeviceTensor.Allocate(stored, dims);
            _places = new DeviceTensor[places];
            for (int i = 0; i < places; i++)
                _places[i] = device.IsCpu && places == 1 ? _staged : DeviceTensor.Allocate(device, stored, dims);
        }

        public DeviceTensor Host { get; }

        public DeviceTensor Device => At(0);

        public DeviceTensor At(int place) => _places[place];

        public void Upload(int place)
        {
            if (_staged != Host)
                ElementConversion.Convert(Host.Bytes, Host.ElementType, _staged.Bytes, _staged.ElementType);
            if (_places[place] != _staged)
                _staged.CopyTo(_places[place]);
        }

        public void Download()
        {
            if (Device != _staged)
                Device.CopyTo(_staged);
            if (_staged != Host)
                ElementConversion.Convert(_staged.Bytes, _staged.ElementType, Host.Bytes, Host.ElementType);
        }

        public void Dispose()
        {
            foreach (var tensor in _places.Append(_staged).Append(Host).Distinct())
                tensor.Dispose();
        }
    }
}
