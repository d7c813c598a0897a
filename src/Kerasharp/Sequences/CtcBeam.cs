namespace Kerasharp;

/// <summary>
/// Beam search over what a sequence of logits may spell: of each spelling the probability of all ways that end in a blank, and of those
/// that end in its last label, step by step; the best spellings go on.
/// </summary>
internal sealed class CtcBeam(int classes, int blank, int width)
{
    private List<Spelling> _beam = [new([], blank: 0, label: double.NegativeInfinity)];

    /// <summary>The spellings, the best first.</summary>
    public IReadOnlyList<(int[] Labels, double Score)> Best => [.. _beam.Select(s => (s.Labels, s.Score))];

    /// <summary>Reads a step.</summary>
    /// <param name="logarithms">The logarithm of each class's probability.</param>
    public void Step(ReadOnlySpan<double> logarithms)
    {
        var next = new Dictionary<Key, Spelling>();
        foreach (var s in _beam)
        {
            int last = s.Labels.Length == 0 ? -1 : s.Labels[^1];
            var same = Of(s.Labels);
            same.Blank = Sum(same.Blank, s.Score + logarithms[blank]);
            if (last >= 0)
                same.Label = Sum(same.Label, s.Label + logarithms[last]);
            for (int c = 0; c < classes; c++)
            {
                if (c == blank)
                    continue;
                // The same label again is another one only behind a blank.
                double before = c == last ? s.Blank : s.Score;
                if (double.IsNegativeInfinity(before))
                    continue;
                var longer = Of([.. s.Labels, c]);
                longer.Label = Sum(longer.Label, before + logarithms[c]);
            }
        }
        _beam = [.. next.Values.OrderDescending().Take(width)];

        Spelling Of(int[] labels)
        {
            var key = new Key(labels);
            if (!next.TryGetValue(key, out var found))
                next.Add(key, found = new(labels, double.NegativeInfinity, double.NegativeInfinity));
            return found;
        }
    }

    /// <summary>log(exp a + exp b).</summary>
    private static double Sum(double a, double b)
    {
        double greater = Math.Max(a, b);
        return double.IsNegativeInfinity(greater)
            ? greater
            : greater + Math.Log(Math.Exp(a - greater) + Math.Exp(b - greater));
    }

    private sealed class Spelling(int[] labels, double blank, double label) : IComparable<Spelling>
    {
        public int[] Labels { get; } = labels;

        public double Blank { get; set; } = blank;

        public double Label { get; set; } = label;

        public double Score => Sum(Blank, Label);

        // Of equal ones the one with the smaller labels is better, and one that goes on is better than one that has ended, as in Keras.
        public int CompareTo(Spelling? other)
        {
            int order = Score.CompareTo(other!.Score);
            for (int i = 0; order == 0 && i < Math.Max(Labels.Length, other.Labels.Length); i++)
                order = At(other, i).CompareTo(At(this, i));
            return order;
        }

        private static int At(Spelling s, int i) => i < s.Labels.Length ? s.Labels[i] : int.MaxValue;
    }

    private readonly struct Key(int[] labels) : IEquatable<Key>
    {
        private readonly int[] _labels = labels;

        public bool Equals(Key other) => _labels.AsSpan().SequenceEqual(other._labels);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (int label in _labels)
                hash.Add(label);
            return hash.ToHashCode();
        }
    }
}
