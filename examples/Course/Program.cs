using Course;

// dotnet run --project examples/Course -- 02          a lesson
// dotnet run --project examples/Course -- 02 --quick  the same on little data
var lessons = new (string Number, string Title, Action<bool> Run)[]
{
    ("01", "a perceptron by hand and by Fit: rooms against prices", Perceptron.Run),
    ("02", "iris: what standardising inputs does", StandardisedInputs.Run),
    ("03", "LeNet on handwritten digits", LeNet.Run),
    ("04", "a convolutional network on CIFAR-10, and its errors", CifarErrors.Run),
    ("05", "skip connections against none", SkipConnections.Run),
    ("06", "pre-training by an autoencoder, fine-tuning with few labels", FewLabels.Run),
    ("07", "looking inside: filters and feature maps", LookingInside.Run),
};
bool quick = args.Contains("--quick");
var chosen = lessons.Where(l => args.Contains(l.Number)).ToArray();
if (chosen.Length == 0)
{
    Console.WriteLine("Name a lesson, as in: dotnet run -c Release --project examples/Course -- 02");
    foreach (var (number, title, _) in lessons)
        Console.WriteLine($"  {number}  {title}");
    return 1;
}
foreach (var (number, title, run) in chosen)
{
    Console.WriteLine($"Lesson {number}: {title}");
    run(quick);
}
return 0;
