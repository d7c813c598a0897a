namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>LSTM and GRU along a sequence, forward and back, in float64 loops.</summary>
internal sealed class SequenceReference(int time, int batch, int units, bool hasCell, bool backwards)
{
    private readonly int _gates = hasCell ? 4 : 3;

    private IEnumerable<int> Elements => backwards ? Enumerable.Range(0, time).Reverse() : Enumerable.Range(0, time);

    /// <summary>The kernel's outputs of its inputs: x, the matrix, the first state, and the first cell or the bias.</summary>
    public double[][] Forward(double[][] inputs)
    {
        double[][] given =
        [
            [.. inputs[2]],
            .. Enumerable.Range(0, 2).Select(_ => new double[time * batch * units]),
            new double[4 * time * batch * units],
            .. hasCell
                ? (double[][])
                    [
                        [.. inputs[3]],
                        new double[time * batch * units],
                        new double[time * batch * units],
                    ]
                : [],
        ];
        foreach (int t in Elements)
        {
            double[] h = [.. given[0]];
            for (int b = 0; b < batch; b++)
            for (int u = 0; u < units; u++)
            {
                int at = (t * batch + b) * units + u;
                int state = b * units + u;
                given[2][at] = h[state];
                var x = new double[_gates];
                var m = new double[_gates];
                for (int g = 0; g < _gates; g++)
                {
                    x[g] = inputs[0][((t * batch + b) * _gates + g) * units + u];
                    m[g] = hasCell || inputs.Length < 4 ? 0 : inputs[3][g * units + u];
                    for (int k = 0; k < units; k++)
                        m[g] += h[b * units + k] * inputs[1][(k * _gates + g) * units + u];
                }
                double[] open;
                if (hasCell)
                {
                    double c = given[4][state];
                    given[5][at] = c;
                    open = [Sigmoid(x[0] + m[0]), Sigmoid(x[1] + m[1]), Math.Tanh(x[2] + m[2]), Sigmoid(x[3] + m[3])];
                    given[4][state] = open[1] * c + open[0] * open[2];
                    given[6][at] = Math.Tanh(given[4][state]);
                    given[0][state] = open[3] * given[6][at];
                }
                else
                {
                    open = [Sigmoid(x[0] + m[0]), Sigmoid(x[1] + m[1]), 0, m[2]];
                    open[2] = Math.Tanh(x[2] + open[1] * m[2]);
                    given[0][state] = open[0] * h[state] + (1 - open[0]) * open[2];
                }
                for (int g = 0; g < 4; g++)
                    given[3][((t * batch + b) * 4 + g) * units + u] = open[g];
                given[1][at] = given[0][state];
            }
        }
        return given;
    }

    /// <summary>The gradient kernel's outputs of its inputs, of which the last two or three may be null.</summary>
    public double[][] Back(double[]?[] inputs)
    {
        int first = hasCell ? 4 : 3;
        double[] dh = inputs[first + 1] is { } last ? [.. last] : new double[batch * units];
        double[] dc = hasCell && inputs[first + 2] is { } cell ? [.. cell] : new double[batch * units];
        var share = new double[time * batch * _gates * units];
        var stateShare = new double[share.Length];
        foreach (int t in Elements.Reverse())
        {
            var next = new double[batch * units];
            for (int b = 0; b < batch; b++)
            {
                for (int u = 0; u < units; u++)
                {
                    int at = (t * batch + b) * units + u;
                    int state = b * units + u;
                    double d = dh[state] + (inputs[first]?[at] ?? 0);
                    double[] o =
                    [
                        .. Enumerable.Range(0, 4).Select(g => inputs[1]![((t * batch + b) * 4 + g) * units + u]),
                    ];
                    double before = inputs[2]![at];
                    double[] dx;
                    double[] dm;
                    if (hasCell)
                    {
                        double shown = inputs[3]![at];
                        double c = dc[state] + d * o[3] * (1 - shown * shown);
                        dx =
                        [
                            c * o[2] * o[0] * (1 - o[0]),
                            c * before * o[1] * (1 - o[1]),
                            c * o[0] * (1 - o[2] * o[2]),
                            d * shown * o[3] * (1 - o[3]),
                        ];
                        dm = dx;
                        dc[state] = c * o[1];
                    }
                    else
                    {
                        double dn = d * (1 - o[0]) * (1 - o[2] * o[2]);
                        dx = [d * (before - o[2]) * o[0] * (1 - o[0]), dn * o[3] * o[1] * (1 - o[1]), dn];
                        dm = [dx[0], dx[1], dn * o[1]];
                        next[state] = d * o[0];
                    }
                    for (int g = 0; g < _gates; g++)
                    {
                        int place = ((t * batch + b) * _gates + g) * units + u;
                        (share[place], stateShare[place]) = (dx[g], dm[g]);
                    }
                }
                for (int k = 0; k < units; k++)
                for (int g = 0; g < _gates * units; g++)
                    next[b * units + k] +=
                        stateShare[(t * batch + b) * _gates * units + g] * inputs[0]![k * _gates * units + g];
            }
            dh = next;
        }
        return [share, dh, hasCell ? dc : stateShare];
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
