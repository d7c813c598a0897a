using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Training;

/// <summary>
/// One caller's way to run a program: buffers for inputs and outputs, and bindings that know where the states lie. States that take
/// turns between two buffers have a binding for each turn, so that in the long run nothing is bound again.
/// </summary>
internal sealed class StepRun : IDisposable
{
    private readonly StepProgram _program;
    private readonly Dictionary<string, Port> _inputs = [];
    private readonly Dictionary<string, Port> _outputs = [];
    private readonly (StepProgram.HostDraw Draw, Port Port)[] _draws;
    private readonly Turn[] _turns;
    private readonly bool _alternates;
    private int _next;

    public StepRun(StepProgram program)
    {
        _program = program;
        foreach (var link in program.States)
            link.State.MoveTo(program.Device);
        foreach (var (name, type) in program.Inputs)
            _inputs.Add(name, new Port(program.Device, type));
        _draws = program.Draws.Select(Drawn).ToArray();
        foreach (var (name, type) in program.Outputs)
            _outputs.Add(name, new Port(program.Device, type));
        _alternates = program.States.Any(s => s.Output is not null && !s.InPlace);
        _turns = new Turn[_alternates ? 2 : 1];
        for (int i = 0; i < _turns.Length; i++)
            _turns[i] = new Turn(program, _inputs, _outputs);
    }

    /// <summary>Where the step's nodes run.</summary>
    public Placement Placement => _program.Placement;

    /// <summary>The host's memory of an input, to be filled before a run.</summary>
    public DeviceTensor Input(string name) => _inputs[name].Host;

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
        Draw();
        foreach (var port in _inputs.Values)
            port.Upload();
        var turn = Choose();
        _program.Session.Run(turn.Binding, options);
        foreach (var link in _program.States)
        {
            if (link.Output is null)
                continue;
            if (!link.InPlace)
                link.State.Swap();
            link.State.Touch();
        }
        Advance();
    }

    public void Dispose()
    {
        foreach (var turn in _turns)
            turn.Binding.Dispose();
        foreach (var port in _inputs.Values.Concat(_outputs.Values))
            port.Dispose();
    }

    private (StepProgram.HostDraw, Port) Drawn(StepProgram.HostDraw draw)
    {
        var port = new Port(_program.Device, new TensorType(ElementType.Float32, draw.Draw.Shape));
        _inputs.Add(draw.Draw.Input, port);
        return (draw, port);
    }

    /// <summary>Fills the inputs that take random numbers with those of their state's present step.</summary>
    private void Draw()
    {
        foreach (var draws in _draws.GroupBy(d => d.Draw.State))
        {
            long[] state = draws.Key.Read<long>();
            foreach (var (draw, port) in draws)
                draw.Draw.Fill(port.Host.AsSpan<float>(), state);
        }
    }

    /// <summary>Counts on the steps of what the host draws.</summary>
    private void Advance()
    {
        foreach (var state in _draws.Where(d => d.Draw.Advances).Select(d => d.Draw.State).Distinct())
        {
            long[] numbers = state.Read<long>();
            state.Write<long>([numbers[0], numbers[1] + 1]);
        }
    }

    /// <summary>The binding whose tensors are the states' present ones; if none is, the one used longest ago is bound again.</summary>
    private Turn Choose()
    {
        for (int i = 0; i < _turns.Length; i++)
        {
            var turn = _turns[(_next + i) % _turns.Length];
            if (!turn.IsCurrent())
                continue;
            _next = (_next + i + 1) % _turns.Length;
            return turn;
        }
        var stale = _turns[_next];
        stale.Rebind();
        _next = (_next + 1) % _turns.Length;
        return stale;
    }

    /// <summary>A binding and the tensors that it has for the states.</summary>
    private sealed class Turn
    {
        private readonly StepProgram _program;
        private readonly DeviceTensor?[] _fronts;
        private readonly DeviceTensor?[] _backs;

        public Turn(StepProgram program, Dictionary<string, Port> inputs, Dictionary<string, Port> outputs)
        {
            _program = program;
            _fronts = new DeviceTensor?[program.States.Count];
            _backs = new DeviceTensor?[program.States.Count];
            Binding = new Binding(program.Session);
            foreach (var (name, port) in inputs)
                Binding.BindInput(name, port.Device);
            foreach (var (name, port) in outputs)
                Binding.BindOutput(name, port.Device);
        }

        public Binding Binding { get; }

        public bool IsCurrent()
        {
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

        public void Rebind()
        {
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

        public Port(Device device, TensorType type)
        {
            long[] dims = type.Shape.ToArray();
            Host = DeviceTensor.Allocate(type.ElementType, dims, zeroed: true);
            var stored = device.Features.Stored(type.ElementType);
            _staged = stored == type.ElementType ? Host : DeviceTensor.Allocate(stored, dims);
            Device = device.IsCpu ? _staged : DeviceTensor.Allocate(device, stored, dims);
        }

        public DeviceTensor Host { get; }

        public DeviceTensor Device { get; }

        public void Upload()
        {
            if (_staged != Host)
                ElementConversion.Convert(Host.Bytes, Host.ElementType, _staged.Bytes, _staged.ElementType);
            if (Device != _staged)
                _staged.CopyTo(Device);
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
            Host.Dispose();
            if (_staged != Host)
                _staged.Dispose();
            if (Device != _staged)
                Device.Dispose();
        }
    }
}
