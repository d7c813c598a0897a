using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>
/// A random form of RNN, GRU or LSTM: its node, and the same in plain loops over single numbers, written from the formulas of ONNX's
/// specification.
/// </summary>
internal sealed class RecurrentCase
{
    // What stands for an input that is left out.
    private static readonly ConstantTensor Absent = ConstantTensor.Scalar(0, ElementType.Bool);

    private readonly string _op;
    private readonly int _time;
    private readonly int _batch;
    private readonly int _features;
    private readonly int _hidden;
    private readonly bool[] _reverse;
    private readonly RecurrentOptions _options;
    private readonly bool _flag;
    private readonly (string Name, double Alpha, double Beta)[] _functions;
    private readonly ConstantTensor[] _inputs;

    public RecurrentCase(string op, Draw d)
    {
        _op = op;
        (_time, _batch, _features, _hidden) = (d.Int(1, 3), d.Int(1, 2), d.Int(1, 3), d.Int(1, 2));
        string direction = d.Of("forward", "reverse", "bidirectional");
        _reverse = direction switch
        {
            "forward" => [false],
            "reverse" => [true],
            _ => [false, true],
        };
        _flag = d.Chance();
        _functions = Functions(d, out var alphas, out var betas);
        _options = new RecurrentOptions
        {
            Direction = direction,
            BatchFirst = d.Chance(0.3),
            Clip = d.Chance(0.3) ? 0.7 : null,
            Activations = alphas is null ? null : [.. _functions.Select(f => f.Name)],
            ActivationAlpha = alphas,
            ActivationBeta = betas,
        };
        _inputs = Draw(d);
    }

    private int Gates =>
        _op switch
        {
            "RNN" => 1,
            "GRU" => 3,
            _ => 4,
        };

    private int FunctionsADirection => Math.Min(3, (Gates + 1) / 2 + (Gates == 4 ? 1 : 0));

    /// <summary>The outputs of a node as one row, to be held against <see cref="Reference"/>.</summary>
    public GradientCase OfNode() => new(x => Row(Node(x))) { Inputs = _inputs, Reference = Reference };

    /// <summary>The outputs of the node written out, in float64.</summary>
    public GradientCase WrittenOut() => new(x => Row(RecurrentSteps.Write(Node(x)[0].Producer!))) { Inputs = _inputs };

    /// <summary>The outputs as one row, in plain loops.</summary>
    public double[] Reference(double[][] inputs)
    {
        int count = _reverse.Length;
        var steps = new double[_time * count * _batch * _hidden];
        var last = new double[count * _batch * _hidden];
        var lastCell = new double[count * _batch * _hidden];
        for (int d = 0; d < count; d++)
        for (int b = 0; b < _batch; b++)
        {
            double[] h = First(inputs[5], 5);
            double[] c = First(inputs[6], 6);
            int end = Has(4) ? (int)inputs[4][b] : _time;
            if (end == 0)
                (h, c) = (new double[_hidden], new double[_hidden]);
            for (int k = 0; k < end; k++)
            {
                int t = _reverse[d] ? end - 1 - k : k;
                var x = new double[_features];
                for (int i = 0; i < _features; i++)
                    x[i] = inputs[0][(_options.BatchFirst ? b * _time + t : t * _batch + b) * _features + i];
                (h, c) = Turn(inputs, d, x, h, c);
                for (int j = 0; j < _hidden; j++)
                    steps[
                        (_options.BatchFirst ? (b * _time + t) * count + d : (t * count + d) * _batch + b) * _hidden + j
                    ] = h[j];
            }
            for (int j = 0; j < _hidden; j++)
                (last[State(d, b, j)], lastCell[State(d, b, j)]) = (h[j], c[j]);

            double[] First(double[] state, int input) =>
                [.. Enumerable.Range(0, _hidden).Select(j => Has(input) ? state[State(d, b, j)] : 0)];
        }
        return [.. steps, .. last, .. _op == "LSTM" ? lastCell : []];
    }

    private int State(int direction, int example, int unit) =>
        (_options.BatchFirst ? example * _reverse.Length + direction : direction * _batch + example) * _hidden + unit;

    private bool Has(int input) => _inputs[input] != Absent;

    private (double[] H, double[] C) Turn(double[][] inputs, int d, double[] x, double[] h, double[] c)
    {
        var (w, r) = (inputs[1], inputs[2]);
        var next = new double[_hidden];
        var cell = new double[_hidden];
        var reset = new double[_hidden];
        if (_op == "GRU")
            for (int j = 0; j < _hidden; j++)
                reset[j] = F(0, Input(1, j) + OfState(1, j, h));
        for (int j = 0; j < _hidden; j++)
        {
            switch (_op)
            {
                case "RNN":
                    next[j] = F(0, Input(0, j) + OfState(0, j, h));
                    break;
                case "GRU":
                    double z = F(0, Input(0, j) + OfState(0, j, h));
                    double old = _flag
                        ? reset[j] * OfState(2, j, h)
                        : OfState(2, j, [.. h.Select((v, m) => v * reset[m])]);
                    next[j] = (1 - z) * F(1, Input(2, j) + old) + z * h[j];
                    break;
                default:
                    double i = F(0, Input(0, j) + OfState(0, j, h) + Peephole(0, j) * c[j]);
                    double f = _flag ? 1 - i : F(0, Input(2, j) + OfState(2, j, h) + Peephole(2, j) * c[j]);
                    cell[j] = f * c[j] + i * F(1, Input(3, j) + OfState(3, j, h));
                    double o = F(0, Input(1, j) + OfState(1, j, h) + Peephole(1, j) * cell[j]);
                    // ONNX Runtime keeps the cell out of the bounds.
                    next[j] = o * Apply(_functions[d * FunctionsADirection + 2], cell[j]);
                    break;
            }
        }
        return (next, cell);

        double F(int which, double value)
        {
            if (_options.Clip is { } clip)
                value = Math.Clamp(value, -(double)(float)clip, (float)clip);
            return Apply(_functions[d * FunctionsADirection + which], value);
        }

        double Input(int gate, int j)
        {
            int row = (d * Gates + gate) * _hidden + j;
            double sum = Has(3) ? inputs[3][(d * 2 * Gates + gate) * _hidden + j] : 0;
            for (int i = 0; i < _features; i++)
                sum += w[row * _features + i] * x[i];
            return sum;
        }

        double OfState(int gate, int j, double[] state)
        {
            int row = (d * Gates + gate) * _hidden + j;
            double sum = Has(3) ? inputs[3][((d * 2 + 1) * Gates + gate) * _hidden + j] : 0;
            for (int i = 0; i < _hidden; i++)
                sum += r[row * _hidden + i] * state[i];
            return sum;
        }

        double Peephole(int gate, int j) => Has(7) ? inputs[7][(d * 3 + gate) * _hidden + j] : 0;
    }

    private static double Apply((string Name, double Alpha, double Beta) function, double x)
    {
        var (name, alpha, beta) = function;
        return name switch
        {
            "Tanh" => Math.Tanh(x),
            "Sigmoid" => 1 / (1 + Math.Exp(-x)),
            "Relu" => Math.Max(x, 0),
            "Affine" => alpha * x + beta,
            "LeakyRelu" => x >= 0 ? x : alpha * x,
            "ThresholdedRelu" => x >= alpha ? x : 0,
            "ScaledTanh" => alpha * Math.Tanh(beta * x),
            "HardSigmoid" => Math.Min(Math.Max(alpha * x + beta, 0), 1),
            "Elu" => x >= 0 ? x : alpha * (Math.Exp(x) - 1),
            "Softsign" => x / (1 + Math.Abs(x)),
            "Softplus" => Math.Log(1 + Math.Exp(x)),
            _ => throw new ArgumentException(name),
        };
    }

    /// <summary>The defaults, or any functions with parameters for those that have them, some of these left to their defaults.</summary>
    private (string, double, double)[] Functions(Draw d, out double[]? alphas, out double[]? betas)
    {
        (alphas, betas) = (null, null);
        string[] defaults = _op == "RNN" ? ["Tanh"] : ["Sigmoid", "Tanh", "Tanh"];
        int count = FunctionsADirection * _reverse.Length;
        if (d.Chance())
            return [.. Enumerable.Range(0, count).Select(i => (defaults[i % FunctionsADirection], 0.0, 0.0))];
        var (a, b) = (new List<double>(), new List<double>());
        var functions = new (string, double, double)[count];
        for (int i = 0; i < count; i++)
        {
            string name = d.Of(
                "Tanh",
                "Sigmoid",
                "Relu",
                "Affine",
                "LeakyRelu",
                "ThresholdedRelu",
                "ScaledTanh",
                "HardSigmoid",
                "Elu",
                "Softsign",
                "Softplus"
            );
            double alpha = (float)d.Number(0.2, 0.8);
            double beta = (float)d.Number(0.2, 0.8);
            if (name is "Affine" or "LeakyRelu" or "ThresholdedRelu" or "ScaledTanh" or "HardSigmoid" or "Elu")
                a.Add(alpha);
            if (name is "Affine" or "ScaledTanh" or "HardSigmoid")
                b.Add(beta);
            functions[i] = (name, alpha, beta);
        }
        (alphas, betas) = ([.. a], [.. b]);
        return functions;
    }

    private ConstantTensor[] Draw(Draw d)
    {
        int count = _reverse.Length;
        long rows = Gates * _hidden;
        long[] state = _options.BatchFirst ? [_batch, count, _hidden] : [count, _batch, _hidden];
        return
        [
            d.Normal(_options.BatchFirst ? [_batch, _time, _features] : [_time, _batch, _features]),
            d.Normal(count, rows, _features),
            d.Normal(count, rows, _hidden),
            d.Chance() ? d.Normal(count, 2 * rows) : Absent,
            d.Chance(0.4)
                ? ConstantTensor.Vector<int>([.. Enumerable.Range(0, _batch).Select(_ => d.Int(0, _time))])
                : Absent,
            d.Chance() ? d.Normal(state) : Absent,
            _op == "LSTM" && d.Chance() ? d.Normal(state) : Absent,
            _op == "LSTM" && d.Chance() ? d.Normal(count, 3 * _hidden) : Absent,
        ];
    }

    private IReadOnlyList<Value> Node(Value[] x)
    {
        Value? At(int i) => Has(i) ? x[i] : null;
        return _op switch
        {
            "RNN" => Op.RNN(x[0], x[1], x[2], At(3), At(4), At(5), _options),
            "GRU" => Op.GRU(x[0], x[1], x[2], At(3), At(4), At(5), _flag, _options),
            _ => Op.LSTM(x[0], x[1], x[2], At(3), At(4), At(5), At(6), At(7), _flag, _options),
        };
    }

    private static Value Row(IReadOnlyList<Value> outputs) =>
        Op.Concat(outputs.Select(o => Op.Reshape(o, -1)).ToArray(), 0);
}
