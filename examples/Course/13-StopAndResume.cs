using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kerasharp;
using Kerasharp.Callbacks;
using Kerasharp.Datasets;
using Kerasharp.Layers;

namespace Course;

/// <summary>
/// A training that breaks off in the middle of an epoch goes on when the program is started again, and ends with the weights, bit for bit,
/// of one that nothing disturbed. So does one that is saved half-way to a file and goes on from there.
/// </summary>
internal static class StopAndResume
{
    private const int BatchSize = 32;
    private const string Folder = "digits-backup";
    private const string Saved = "digits-half.kerasharp";

    public static void Run(bool quick)
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true); // what an earlier, unfinished run of this lesson left
        var (train, test) = Digits.Load();
        int epochs = quick ? 4 : 20;
        int half = epochs / 2;

        using var undisturbed = Start(seed: 1);
        Tell("not disturbed", undisturbed, Fit(undisturbed));

        using (var first = Start(seed: 1))
        {
            try
            {
                Fit(first, callbacks: [new BackupAndRestore(Folder, saveFreq: 10), new PowerCut(half, atBatch: 25)]);
            }
            catch (PowerCutException e)
            {
                Console.WriteLine(e.Message);
            }
        }
        // As another process would: from what lies in the folder alone. Fit goes on behind the last batch of the backup. That this model
        // begins with other random numbers does not matter: the backup has weights, dropout and the order of examples of the first.
        using var second = Start(seed: 2);
        Tell("started again", second, Fit(second, callbacks: [new BackupAndRestore(Folder, saveFreq: 10)]));

        using (var early = Start(seed: 1))
        {
            Fit(early, until: half);
            early.Save(Saved);
        }
        using var late = Model.Load(Saved);
        Tell("saved and loaded", late, Fit(late, from: half));

        string[] prints = [Fingerprint(undisturbed), Fingerprint(second), Fingerprint(late)];
        if (prints.Distinct().Count() > 1)
            throw new InvalidOperationException($"The weights differ: {string.Join(", ", prints)}.");
        Console.WriteLine("All three have the same weights, bit for bit.");

        History Fit(Model model, int from = 0, int? until = null, Callback[]? callbacks = null) =>
            model.Fit(
                train.X,
                train.Y,
                batchSize: BatchSize,
                initialEpoch: from,
                epochs: until ?? epochs,
                callbacks: callbacks,
                verbose: 0
            );

        void Tell(string name, Model model, History history)
        {
            double accuracy = model.Evaluate(test.X, test.Y, verbose: 0)["accuracy"];
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{name, -16} epochs {history.Epoch[0] + 1, 2} to {history.Epoch[^1] + 1}, last loss {history["loss"][^1]:F6}, test accuracy {accuracy:P1}, weights {Fingerprint(model)}"
                )
            );
        }
    }

    private static Sequential Start(int seed)
    {
        Utils.SetRandomSeed(seed);
        var model = new Sequential([
            new Input(8, 8, 1),
            new Conv2D(16, 3, activation: "relu"),
            new Flatten(),
            new Dropout(0.4),
            new Dense(10, activation: "softmax"),
        ]);
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    /// <summary>A checksum of all bits of all weights.</summary>
    private static string Fingerprint(Model model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var weight in model.GetWeights())
        {
            var numbers = new float[weight.FlattenedLength];
            weight.FlattenTo(numbers);
            hash.AppendData(MemoryMarshal.AsBytes<float>(numbers));
        }
        return Convert.ToHexString(hash.GetHashAndReset())[..8];
    }

    /// <summary>Ends the training where nobody expects it: in the middle of an epoch, some batches behind the last backup.</summary>
    private sealed class PowerCut(int inEpoch, int atBatch) : Callback
    {
        private int _epoch;

        public override void OnEpochBegin(int epoch) => _epoch = epoch;

        public override void OnTrainBatchEnd(int batch, Logs logs)
        {
            if (_epoch == inEpoch && batch == atBatch)
                throw new PowerCutException($"The power is off: epoch {_epoch + 1}, batch {batch + 1}.");
        }
    }

    private sealed class PowerCutException(string message) : Exception(message);
}
